-- Submits a question over and over.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"question":"Percent of adults who engage in no leisure-time physical activity"}'
