-- GET of one page or document with a session.
function init(args)
  headers = { ["Cookie"] = os.getenv("BENCH_COOKIE"), ["Accept"] = "text/html" }
end
function request()
  return wrk.format("GET", nil, headers)
end
