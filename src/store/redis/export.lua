#!lua flags=no-writes
-- One page of a whole copy, from one moment. KEYS[1] the meta hash. ARGV: after, most keys, most bytes, and how many
-- keys to look at: a page, the commits of one more, and the key an id of theirs is noted with.
-- Returns seq, horizon, until; then each key with version, seq, generation, when it was removed, records, ids.
local P = '{onward}:'
local after, keys_max, bytes_max = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local meta = redis.call('HMGET', KEYS[1], 'seq', 'horizon')
local page = {meta[1], meta[2], meta[1]}
local rows = redis.call('ZRANGE', P .. 'places', '(' .. after, '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[4], 'WITHSCORES')
local place, bytes = after, 0

local function entry(key)
  local held = redis.call('HMGET', P .. 'k:' .. key, 'version', 'seq', 'generation')
  if not held[1] then
    local seq = redis.call('ZSCORE', P .. 'changes', key)
    return {key, '0', seq, seq, redis.call('ZSCORE', P .. 'removed', key) or '0', {}, {}}
  end
  local records = redis.call('LRANGE', P .. 'r:' .. key, 0, -1)
  for _, record in ipairs(records) do bytes = bytes + #record end
  local ids = {}
  for _, id in ipairs(redis.call('SMEMBERS', P .. 'w:' .. key)) do
    local noted = redis.call('HMGET', P .. 'o:' .. id, 'receipt', 'seq')
    bytes = bytes + #noted[1]
    ids[#ids + 1] = {id, noted[1], noted[2]}
  end
  return {key, held[1], held[2], held[3], '', records, ids}
end

for i = 1, #rows, 2 do
  local next = rows[i + 1]
  if (#page - 3 >= keys_max or bytes >= bytes_max) and next ~= place then
    page[3] = place
    break
  end
  place = next
  page[#page + 1] = entry(rows[i])
end
return page
