#!lua flags=no-writes
-- One page of the change feed, from one moment. KEYS[1] the meta hash. ARGV: after, limit (-1: all).
-- Returns seq, horizon, whether there is more; then key, seq, exists for each entry.
local P = '{onward}:'
local after, limit = ARGV[1], tonumber(ARGV[2])
local rows = redis.call('ZRANGE', P .. 'changes', '(' .. after, '+inf', 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
local more = 0
if #rows > 0 and limit > 0 then
  -- A commit is never parted: the rest of the last one comes along.
  local last, taken = rows[#rows], 0
  for i = #rows, 1, -2 do
    if rows[i] ~= last then break end
    taken = taken + 1
  end
  local whole = redis.call('ZRANGE', P .. 'changes', last, last, 'BYSCORE')
  for i = taken + 1, #whole do
    rows[#rows + 1] = whole[i]
    rows[#rows + 1] = last
  end
  more = redis.call('ZCOUNT', P .. 'changes', '(' .. last, '+inf')
end
local meta = redis.call('HMGET', KEYS[1], 'seq', 'horizon')
local page = {meta[1] or '0', meta[2] or '0', more}
for i = 1, #rows, 2 do
  page[#page + 1] = rows[i]
  page[#page + 1] = rows[i + 1]
  page[#page + 1] = redis.call('EXISTS', P .. 'k:' .. rows[i])
end
return page
