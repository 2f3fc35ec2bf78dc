/** A page of a service that asks for something in every way that HTML and CSS know, and also has something to show. */
export interface AskingPage {
  /** The page; each way asks for another path of the origin. */
  readonly page: string;
  /** The host names that it only mentions: a browser may look them up in advance. */
  readonly names: readonly string[];
}

/** @param origin of the server that must not be asked */
export function askingPage(origin: string): AskingPage {
  const names = ["looked-up.example", "linked.example", "connected.example"];
  const [lookedUp, linked, connected] = names;
  const page = `<!DOCTYPE html>
<html lang="ko">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">
<base href="${origin}/base/">
<title>갤럭시 결과</title>
<link rel="preconnect" href="${origin}/">
<link rel="preconnect" href="https://${connected}/">
<link rel="dns-prefetch" href="//${lookedUp}">
<link rel="prefetch" href="${origin}/prefetch">
<link rel="preload" as="image" href="${origin}/preload">
<link rel="modulepreload" href="${origin}/modulepreload">
<link rel="prerender" href="${origin}/prerender">
<link rel="stylesheet" href="${origin}/stylesheet">
<link rel="icon" href="${origin}/icon">
<link rel="manifest" href="${origin}/manifest">
<meta http-equiv="refresh" content="0; url=${origin}/refresh">
<style>
@import "${origin}/import";
@font-face { font-family: theirs; src: url(${origin}/font); }
h1 { color: rgb(1, 2, 3); font: 32px theirs, sans-serif; width: 50%; padding: 10px; border: 1px solid; }
body { background: rgb(250, 251, 252) url(${origin}/background); margin: 5px; }
table { border-collapse: collapse } td { border: 2px solid teal; padding: 4px }
li { list-style-image: url(${origin}/list) } .far { margin-top: 3000px }
</style>
<script src="${origin}/script"></script>
<script>fetch("${origin}/fetch"); new Image().src = "${origin}/new-image"; document.title = "RAN"</script>
<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${origin}/speculation"]}]}</script>
</head>
<body>
<h1>갤럭시 S8</h1>
<p><a href="#far">To the details</a> <a class="out" href="${origin}/link" ping="${origin}/ping">Out</a>
<a href="https://${linked}/">Elsewhere</a> <a class="top" target="_top" href="${origin}/top">Leave</a></p>
<table><tr><td>Passed<td>12<tr><td>Failed<td>3</table><ul><li>One<li>Two</ul>
<img class="inside" alt="" width="20" height="20" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<img src="${origin}/img" srcset="${origin}/srcset 2x" width="9" height="9" alt=""><img src="relative" width="9" height="9" alt="">
<picture><source srcset="${origin}/source"><img src="${origin}/picture" width="9" height="9" alt=""></picture>
<iframe src="${origin}/iframe" width="30" height="30"></iframe>
<iframe srcdoc="&lt;link rel=preconnect href=${origin}&gt;&lt;img src=${origin}/srcdoc&gt;" width="30" height="30"></iframe>
<object data="${origin}/object" width="30" height="30"></object><embed src="${origin}/embed" width="30" height="30">
<form action="${origin}/form"><button>Send</button><input type="image" src="${origin}/input" alt="" width="9" height="9"></form>
<video src="${origin}/video" poster="${origin}/poster" width="30" height="30" autoplay></video>
<audio src="${origin}/audio" autoplay></audio><video width="30" height="30"><track src="${origin}/track" default></video>
<svg width="30" height="30"><use href="${origin}/use#x"/><image href="${origin}/svg-image" width="9" height="9"/></svg>
<div style="background: url(${origin}/style); height: 10px"></div><div background="${origin}/old"></div>
<h2 id="far" class="far">Details</h2>
</body>
</html>
`;
  return { page, names };
}
