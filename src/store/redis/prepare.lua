#!lua
-- Makes a new store, or says what is there. KEYS[1] the meta hash. ARGV: a new id, when, the form this program writes.
-- Returns the deployment's id and its form.
if redis.call('HSETNX', KEYS[1], 'deployment', ARGV[1]) == 1 then
  redis.call('HSET', KEYS[1], 'made_at', ARGV[2], 'form', ARGV[3], 'seq', '0', 'horizon', '0')
end
return redis.call('HMGET', KEYS[1], 'deployment', 'form')
