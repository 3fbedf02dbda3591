#!lua
-- One step of putting a copy into this store. KEYS[1] the meta hash. ARGV: begin, entries or end, and what it takes.
-- Returns an error word, or OK.
local P = '{onward}:'
local step, shut = ARGV[1], redis.call('HGET', KEYS[1], 'shut')

local function forget_ids(owner)
  for _, id in ipairs(redis.call('SMEMBERS', P .. 'w:' .. owner)) do redis.call('DEL', P .. 'o:' .. id) end
  redis.call('DEL', P .. 'w:' .. owner)
end

if step == 'begin' then
  if shut ~= 'importing' then
    if shut or redis.call('HGET', KEYS[1], 'seq') ~= '0' then return 'used' end
    redis.call('HSET', KEYS[1], 'shut', 'importing')
  end
  for _, key in ipairs(redis.call('ZRANGE', P .. 'places', 0, -1)) do
    forget_ids(key)
    redis.call('DEL', P .. 'k:' .. key, P .. 'r:' .. key)
  end
  redis.call('DEL', P .. 'names', P .. 'changes', P .. 'removed', P .. 'places')
  redis.call('HSET', KEYS[1], 'seq', '0')
  -- What a hub noted that had opened the fresh store, and never wrote.
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    if name == 'clock' or string.sub(name, 1, 9) == 'bookmark/' then redis.call('HDEL', KEYS[1], name) end
  end
  return 'OK'
end

-- An end whose answer was lost is asked again.
if step == 'end' and not shut then
  local held = redis.call('HMGET', KEYS[1], 'deployment', 'seq')
  if held[1] == ARGV[2] and held[2] == ARGV[5] then return 'OK' end
end
if shut ~= 'importing' then return 'unbegun' end

if step == 'end' then
  redis.call('HSET', KEYS[1], 'deployment', ARGV[2], 'made_at', ARGV[3], 'seq', ARGV[5], 'horizon', ARGV[6])
  if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'clock', ARGV[4]) end
  for i = 7, #ARGV, 2 do redis.call('HSET', KEYS[1], 'bookmark/' .. ARGV[i], ARGV[i + 1]) end
  redis.call('HDEL', KEYS[1], 'shut')
  return 'OK'
end

local function put(i)
  local key, seq, removed, place = ARGV[i], ARGV[i + 2], ARGV[i + 4], ARGV[i + 5]
  local records, ids = tonumber(ARGV[i + 6]), tonumber(ARGV[i + 7])
  forget_ids(key)
  redis.call('DEL', P .. 'k:' .. key, P .. 'r:' .. key)
  redis.call('ZREM', P .. 'names', key)
  redis.call('ZREM', P .. 'removed', key)
  i = i + 8
  if removed == '' then
    redis.call('HSET', P .. 'k:' .. key, 'version', ARGV[i - 7], 'seq', seq, 'generation', ARGV[i - 5])
    redis.call('ZADD', P .. 'names', 0, key)
  else
    redis.call('ZADD', P .. 'removed', removed, key)
  end
  for first = i, i + records - 1, 1000 do
    redis.call('RPUSH', P .. 'r:' .. key, unpack(ARGV, first, math.min(first + 999, i + records - 1)))
  end
  i = i + records
  for at = i, i + 3 * ids - 1, 3 do
    local known = P .. 'o:' .. ARGV[at]
    local held = redis.call('HMGET', known, 'owner', 'seq')
    -- An id whose former owner is gone may have a new one; which of the two entries came first is chance.
    if not held[2] or tonumber(held[2]) < tonumber(ARGV[at + 2]) then
      if held[1] then redis.call('SREM', P .. 'w:' .. held[1], ARGV[at]) end
      redis.call('HSET', known, 'owner', key, 'receipt', ARGV[at + 1], 'seq', ARGV[at + 2])
      redis.call('SADD', P .. 'w:' .. key, ARGV[at])
    end
  end
  redis.call('ZADD', P .. 'changes', seq, key)
  redis.call('ZADD', P .. 'places', place, key)
  if tonumber(place) > tonumber(redis.call('HGET', KEYS[1], 'seq')) then redis.call('HSET', KEYS[1], 'seq', place) end
  return i + 3 * ids
end

local i = 2
while i <= #ARGV do i = put(i) end
return 'OK'
