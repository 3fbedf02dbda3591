#!lua
-- Forgets removals from before a moment. KEYS[1] the meta hash. ARGV: the moment in seconds. Returns how many.
local P = '{onward}:'
local horizon = tonumber(redis.call('HGET', KEYS[1], 'horizon') or '0')
local swept = redis.call('ZRANGE', P .. 'removed', '-inf', '(' .. ARGV[1], 'BYSCORE')
for _, key in ipairs(swept) do
  horizon = math.max(horizon, tonumber(redis.call('ZSCORE', P .. 'changes', key)))
  redis.call('ZREM', P .. 'changes', key)
  redis.call('ZREM', P .. 'removed', key)
  redis.call('ZREM', P .. 'places', key)
end
if #swept > 0 then redis.call('HSET', KEYS[1], 'horizon', string.format('%.0f', horizon)) end
return #swept
