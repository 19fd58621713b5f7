function handler(event) {
  var request = event.request;
  var path = request.uri;
  var site = "@PATH@";
  if (path.indexOf(site) !== 0) {
    return path + "/" === site ? moved(site, 301) : request;
  }
  var old = {@MOVED@};
  var inside = path.slice(site.length);
  if (Object.prototype.hasOwnProperty.call(old, inside)) {
    return moved(site + old[inside], 302);
  }
  if (/^api\/v1\/.*[^\/]$/.test(inside)) {
    if (!/\.json$/.test(inside)) {
      request.uri = path + ".json";
    }
  } else if (path.charAt(path.length - 1) === "/") {
    request.uri = path + "index.html";
  } else if (/^(history|incidents|components|maintenance|postmortems|report|subscribe)(\/|$)/.test(inside) && !/\.[a-z]+$/.test(inside)) {
    return moved(path + "/", 301);
  }
  return request;
}

function moved(to, status) {
  return { statusCode: status, statusDescription: status === 301 ? "Moved Permanently" : "Found", headers: { location: { value: to } } };
}
