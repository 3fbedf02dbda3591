#!lua flags=no-writes
-- Keys that exist, by their text. KEYS[1] the meta hash. ARGV: lower bound, upper bound (as ZRANGE BYLEX takes them),
-- limit. Returns key, version, seq for each.
local P = '{onward}:'
local found = {}
for _, key in ipairs(redis.call('ZRANGE', P .. 'names', ARGV[1], ARGV[2], 'BYLEX', 'LIMIT', 0, tonumber(ARGV[3]))) do
  local held = redis.call('HMGET', P .. 'k:' .. key, 'version', 'seq')
  found[#found + 1] = key
  found[#found + 1] = held[1]
  found[#found + 1] = held[2]
end
return found
