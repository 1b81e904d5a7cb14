-- One new answer a request: each thread walks its own part of the criteria of its own workloads.
local jobs, thread_count = {}, 0
function setup(thread)
  thread:set("part", thread_count)
  thread_count = thread_count + 1
end
function init(args)
  local n, parts, i = 0, tonumber(os.getenv("BENCH_THREADS")), 0
  for line in io.lines(os.getenv("BENCH_JOBS")) do
    if n % parts == part then jobs[#jobs + 1] = line end
    n = n + 1
  end
  headers = { ["Cookie"] = os.getenv("BENCH_COOKIE"), ["Content-Type"] = "application/json",
              ["Accept"] = "application/json", ["Origin"] = os.getenv("BENCH_ORIGIN") }
  at, ran_out = 0, 0
end
function request()
  at = at + 1
  if at > #jobs then at = 1; ran_out = ran_out + 1 end
  return wrk.format("POST", "/api/fn/checks/answer", headers, jobs[at])
end
