-- Sends one event after the other, each of the current second and with a value that differs from the one before.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

-- All bodies are of one length, so that the head is made once; the clock is read once for all of the values.
local ends, start, number = {}, nil, 0
for place = 1, 512 do
  ends[place] = string.format('Z","value":%d.%02d}', math.random(10, 99), math.random(0, 99))
end

local function opened()
  return os.date('!{"timestamp":"%Y-%m-%dT%H:%M:%S')
end

init = function(arguments)
  local body = opened() .. ends[1]
  head = wrk.format(nil, nil, nil, body):sub(1, -#body - 1)
end

request = function()
  number = number % #ends + 1
  if number == 1 then
    start = head .. opened()
  end
  return start .. ends[number]
end
