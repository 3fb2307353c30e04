-- A sliding window that several processes share. All times are microseconds of this server's clock.
--
-- KEYS[1]  a sorted set: who sends, by the time of sending; times ahead are places that wait
-- KEYS[2]  a hash: the limit that was learned, the pause, the hold
--
-- A process that has to wait gets a place ahead of time and comes back then. Whether it may send is decided when it comes
-- back, by what was sent until that moment. Until a hold ends, each process limits itself and only records what it sends:
-- after a restart, or after an outage, this server does not know yet what was sent meanwhile.

local command, member = ARGV[1], ARGV[2]
local function argument(index) return tonumber(ARGV[index]) end
local own_requests, own_window, is_set = argument(3), argument(4), ARGV[5] == '1'
local at_most, hold_for, is_back = argument(6), argument(7), ARGV[8] == '1'
local FIRST_ENTRY = 12

local HOUR, REMEMBERED = 3600000000, 1800000000
local LONGEST_GAP, LONGEST_PACE, LONGEST_MARGIN = 1000000, 60000000, 250000

-- Numbers of this size lose digits in Lua's own conversion.
local function text(number) return string.format('%.0f', number) end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local names = {'epoch', 'hold', 'pause', 'paced', 'place', 'requests', 'window', 'learned'}
local stored, state = redis.call('HMGET', KEYS[2], unpack(names)), {}
for index, name in ipairs(names) do state[name] = tonumber(stored[index] or '0') or 0 end
local function set(name, value)
  state[name] = value
  redis.call('HSET', KEYS[2], name, text(value))
end

if state.epoch == 0 then
  set('epoch', now)
  set('hold', now + hold_for)
elseif is_back then
  set('hold', math.max(state.hold, now + hold_for))
end

-- The limit in force: the caller's, or a learned one. One that the caller set is never raised.
local function limit()
  if state.learned <= now or state.requests < 1 then return own_requests, own_window end
  if is_set and state.window / state.requests < own_window / own_requests then return own_requests, own_window end
  return state.requests, state.window
end

local function learn(requests, window)
  set('requests', requests)
  set('window', window)
  set('learned', now + REMEMBERED)
end

-- A little more than the window: what is granted now arrives at Halo a moment later.
local function margin(window) return math.min(window / 100, LONGEST_MARGIN) end

local longest = math.max(own_window, state.window)
longest = longest + margin(longest)

-- What the process has sent without being asked, with its age.
for index = FIRST_ENTRY, #ARGV - 1, 2 do
  redis.call('ZADD', KEYS[1], 'NX', text(now - argument(index + 1)), ARGV[index])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now - longest))

local function reply(kind, wait)
  local requests, window = limit()
  local used = redis.call('ZCOUNT', KEYS[1], '(' .. text(now - window), text(now))
  local expiry = text((HOUR + 2 * longest) / 1000)
  redis.call('PEXPIRE', KEYS[1], expiry)
  redis.call('PEXPIRE', KEYS[2], expiry)
  return {kind, math.ceil(wait), used, requests, window, math.max(0, state.pause - now), state.learned > now and 1 or 0}
end

local GRANTED, WAIT, REFUSED, HOLD, DONE = 0, 1, 2, 3, 4

if command == 'throttled' then
  local wait, stated_requests, stated_window = argument(9), argument(10), argument(11)
  if stated_requests > 0 then
    if is_set and stated_window / stated_requests < own_window / own_requests then
      stated_requests, stated_window = own_requests, own_window
    end
    learn(stated_requests, stated_window)
  elseif state.pause <= now then
    -- Every request in flight gets a 429 from the same pause: it counts once.
    local requests, window = limit()
    local least = math.floor(window * 60 / 300000000)
    local lowered = math.max(requests - math.ceil(requests / 10), least, 1)
    if lowered < requests then learn(lowered, window) end
  end
  if state.pause < now + wait then
    set('pause', now + wait)
    set('paced', now + wait + math.min(wait, LONGEST_PACE))
    set('place', 0)
  end
  return reply(DONE, 0)
end

if command == 'record' then return reply(DONE, 0) end

if state.hold > now then return reply(HOLD, state.hold - now) end

local requests, window = limit()
local span = window + margin(window)
local mine = tonumber(redis.call('ZSCORE', KEYS[1], member) or '0') or 0
if mine > 0 then redis.call('ZREM', KEYS[1], member) end

-- The score of the entry with this index in a range, counted from 0.
local function score(from, to, index)
  local found = redis.call('ZRANGEBYSCORE', KEYS[1], from, to, 'WITHSCORES', 'LIMIT', index, 1)
  return tonumber(found[2])
end

-- After a pause, one by one.
local at, next_place = now, nil
if now < state.paced then
  if mine >= state.pause then
    at = math.max(now, mine)
  else
    at = math.min(math.max(now, state.pause, state.place), state.paced)
    next_place = at + math.min(window / requests, LONGEST_GAP)
  end
end

-- Then the window.
if at <= now then
  local from, to = '(' .. text(now - span), text(now)
  local used = redis.call('ZCOUNT', KEYS[1], from, to)
  if used < requests then
    if next_place then set('place', next_place) end
    redis.call('ZADD', KEYS[1], text(now), member)
    return reply(GRANTED, 0)
  end
  if mine > 0 then at = score(from, to, used - requests) + span end
end
if mine == 0 then
  local count = redis.call('ZCARD', KEYS[1])
  if count >= requests then
    at = math.max(at, score('-inf', '+inf', count - requests) + span)
  end
end

if at - now > at_most then return reply(REFUSED, at - now) end
if next_place then set('place', next_place) end
redis.call('ZADD', KEYS[1], text(at), member)
return reply(WAIT, math.max(1, at - now))
