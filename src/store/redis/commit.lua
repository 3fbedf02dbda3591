#!lua
-- One commit: all of it or nothing. Redis undoes nothing, so every question comes before the first write.
-- KEYS[1] the meta hash. ARGV: id or '', owner, receipt, at in seconds, '1' if replicas are waited for; then for each
-- write its key, expected version, change (R replace, A append, D remove), number of records, and the records.
local P = '{onward}:'
local id, owner, receipt, at = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local once = id ~= ''

-- Before the versions: whoever repeats himself carries old versions, and would be told to decide again.
if once then
  local known = redis.call('HMGET', P .. 'o:' .. id, 'receipt', 'seq')
  if known[2] then
    -- WAIT waits for what this connection wrote. The first answer may have been lost with a connection whose write no
    -- replica has: the repeat must write too, or it would be acknowledged without any.
    if ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'fence', known[2]) end
    return {'repeated', known[1], known[2]}
  end
end

local owned = once and redis.call('EXISTS', P .. 'k:' .. owner) == 1
local orphaned = false
local starts = {}
local i = 6
while i <= #ARGV do
  local key, expected, change, count = ARGV[i], ARGV[i + 1], ARGV[i + 2], tonumber(ARGV[i + 3])
  -- Compared as texts: a Lua number would round a version that no one can have.
  local held = redis.call('HGET', P .. 'k:' .. key, 'version') or '0'
  if held ~= expected then return {'stale', key} end
  if once and key == owner then owned, orphaned = change ~= 'D', change == 'D' end
  starts[#starts + 1] = i
  i = i + 4 + count
end
if once and not owned and not orphaned then return {'stale', owner} end

local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)

local function remove(key)
  redis.call('DEL', P .. 'k:' .. key, P .. 'r:' .. key)
  for _, known in ipairs(redis.call('SMEMBERS', P .. 'w:' .. key)) do redis.call('DEL', P .. 'o:' .. known) end
  redis.call('DEL', P .. 'w:' .. key)
  redis.call('ZREM', P .. 'names', key)
  redis.call('ZADD', P .. 'removed', at, key)
  -- The append-only file still holds what was removed, until it is written anew. Which removal was the last one: a
  -- rewrite that was begun before it does not pay for it.
  redis.call('HSET', KEYS[1], 'rewrite_owed', seq)
end

local function write(key, change, from, to)
  local header = P .. 'k:' .. key
  local fresh = change == 'R' or redis.call('EXISTS', header) == 0
  if fresh then
    redis.call('DEL', P .. 'r:' .. key)
    redis.call('HSET', header, 'generation', seq)
  end
  -- In portions: Lua's stack holds some thousands of values.
  for first = from, to, 1000 do
    redis.call('RPUSH', P .. 'r:' .. key, unpack(ARGV, first, math.min(first + 999, to)))
  end
  redis.call('HINCRBY', header, 'version', 1)
  redis.call('HSET', header, 'seq', seq)
  redis.call('ZADD', P .. 'names', 0, key)
  redis.call('ZREM', P .. 'removed', key)
end

for _, start in ipairs(starts) do
  local key, change, count = ARGV[start], ARGV[start + 2], tonumber(ARGV[start + 3])
  if change == 'D' then remove(key) else write(key, change, start + 4, start + 3 + count) end
  redis.call('ZADD', P .. 'changes', seq, key)
  redis.call('ZADD', P .. 'places', seq, key)
end
-- An id whose owner went in this commit is forgotten with it.
if once and owned then
  redis.call('HSET', P .. 'o:' .. id, 'owner', owner, 'receipt', receipt, 'seq', seq)
  redis.call('SADD', P .. 'w:' .. owner, id)
  -- A copy finds it where it was noted, not only where its owner was touched.
  redis.call('ZADD', P .. 'places', seq, owner)
end
redis.call('PUBLISH', P .. 'wake', seq)
return {'committed', seq}
