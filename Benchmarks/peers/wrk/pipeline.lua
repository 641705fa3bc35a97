-- Sends 16 requests at once and reads 16 answers.
init = function(arguments)
  local requests = {}
  for number = 1, 16 do
    requests[number] = wrk.format()
  end
  batch = table.concat(requests)
end

request = function()
  return batch
end
