#!lua
-- Takes or prolongs a lease. KEYS[1] the lease. ARGV: holder, now and until in milliseconds.
-- One that ends later than ours would is by a clock that runs ahead: it is not waited for, or the work would rest
-- until that clock's hour comes.
local held = redis.call('HMGET', KEYS[1], 'holder', 'until')
local free = not held[1] or held[1] == ARGV[1] or tonumber(held[2]) <= tonumber(ARGV[2])
  or tonumber(held[2]) > tonumber(ARGV[3])
if not free then return 0 end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'until', ARGV[3])
return 1
