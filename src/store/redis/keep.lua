#!lua
-- Nothing to write, said of what was read: that it stands here as it was read, and that WAIT covers it. KEYS[1] the
-- meta hash. ARGV: key and version, again and again. Returns as a commit does.
local P = '{onward}:'
for i = 1, #ARGV, 2 do
  -- What was read may have come from a master that is cut off by now, and never have reached this one.
  if (redis.call('HGET', P .. 'k:' .. ARGV[i], 'version') or '0') ~= ARGV[i + 1] then return {'stale', ARGV[i]} end
end
-- WAIT is promised for what its own connection wrote, and so for everything before that. Redis 7.0 counts from its last
-- command of any kind; nothing is built on that.
local seq = redis.call('HGET', KEYS[1], 'seq') or '0'
redis.call('HSET', KEYS[1], 'fence', seq)
return {'committed', seq}
