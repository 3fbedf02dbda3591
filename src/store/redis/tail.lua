#!lua flags=no-writes
-- What a key holds from some record on. KEYS[1] the meta hash. ARGV: key, generation, kept.
-- Returns version, seq, generation, where the records begin, and the records; nothing if the key does not exist.
local P = '{onward}:'
local held = redis.call('HMGET', P .. 'k:' .. ARGV[1], 'version', 'seq', 'generation')
if not held[1] then return {} end
local records, first = P .. 'r:' .. ARGV[1], 0
if held[3] == ARGV[2] and tonumber(ARGV[3]) <= redis.call('LLEN', records) then first = tonumber(ARGV[3]) end
return {held[1], held[2], held[3], first, redis.call('LRANGE', records, first, -1)}
