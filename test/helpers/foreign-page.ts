/**
 * A page of another origin that tries every way in which a page can make a browser send requests to a listener, without
 * permission from that listener. Its title becomes `done <readable responses>`.
 *
 * @param at origin of the listener, `http://127.0.0.1:port`
 */
export const foreignPage = (at: string): string => `<!doctype html><title>trying</title><body>
<link rel="stylesheet" href="${at}/?style">
<script src="${at}/sandbox/records?script" async></script>
<img src="${at}/sandbox/records?img"><img src="${at}/m/x.y/0?as=picture">
<iframe src="${at}/?frame"></iframe><iframe sandbox="allow-scripts" src="${at}/sandbox/records?sandboxed"></iframe>
<object data="${at}/?object"></object><embed src="${at}/?embed"><video src="${at}/?video"></video>
<form method="post" action="${at}/sandbox/disable/sink?form" target="one"></form>
<form method="post" action="${at}/u/x.y?form" target="two" enctype="text/plain"><input name="List-Unsubscribe" value="One-Click"></form>
<form method="get" action="${at}/sandbox/faults" target="three"></form>
<iframe name="one"></iframe><iframe name="two"></iframe><iframe name="three"></iframe>
<script>
const at = ${JSON.stringify(at)};
const learned = [];
const settled = (target, name) => new Promise((resolve) => {
  target.onopen = () => { learned.push(name); resolve(); };
  target.onerror = () => { target.close(); resolve(); };
});
const asked = (path, init) => fetch(at + path, init).then((answer) => answer.text()).then((text) => text && learned.push(path), () => {});
for (const form of document.forms) form.submit();
navigator.sendBeacon(at + '/sandbox/disable/sink?beacon');
Promise.all([
  settled(new WebSocket(at.replace('http', 'ws') + '/sandbox/records?socket'), 'socket'),
  settled(new EventSource(at + '/sandbox/records?events'), 'events'),
  asked('/?no-cors', { mode: 'no-cors' }),
  asked('/v1/eligibility?address=lea@example.org', { method: 'HEAD', mode: 'no-cors' }),
  asked('/sandbox/records?cors', {}),
  asked('/sandbox/records?credentials', { credentials: 'include' }),
  asked('/sandbox/faults?put', { method: 'PUT', body: '[{"vendor":"hubspot"}]' }),
  asked('/sandbox/records?header', { headers: { 'x-postern-run': 'x' } }),
  asked('/sandbox/kill/sink?private', { method: 'POST', mode: 'no-cors', targetAddressSpace: 'loopback' }),
  import(at + '/sandbox/records?module').then(() => learned.push('module'), () => {}),
  new Promise((resolve) => window.addEventListener('load', () => setTimeout(resolve, 500))),
]).then(() => { document.title = 'done ' + learned.join(' '); });
</script>`;
