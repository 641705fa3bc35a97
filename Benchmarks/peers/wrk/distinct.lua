-- Submits a question that nobody has asked before: no two name the same year, and all years lie behind the survey's.
wrk.headers["Content-Type"] = "application/json"

local year = 10000
local start = '{"question":"Percent of adults who engage in no leisure-time physical activity","to_year":'

request = function()
  year = year + 1
  return wrk.format("POST", nil, nil, start .. year .. "}")
end
