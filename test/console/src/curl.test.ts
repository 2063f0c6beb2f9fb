import { curlOf } from '../../../console/src/curl.ts';

describe('curlOf', () => {
  it('asks a laptop without a key', () => {
    expect(curlOf('http://127.0.0.1:8025', '/v1/mails/a1', true)).toBe("curl 'http://127.0.0.1:8025/v1/mails/a1'");
  });

  it('leaves the key to the shell elsewhere', () => {
    expect(curlOf('https://console.example', '/v1/me', false)).toBe(
      'curl -H "authorization: Bearer $KEY" \'https://console.example/v1/me\'',
    );
  });

  it('quotes a body so that a shell takes it as one word', () => {
    expect(curlOf('http://h', '/v1/x', true, { text: "it's $HOME" })).toBe(
      "curl -H 'content-type: application/json' -d '{\"text\":\"it'\\''s $HOME\"}' 'http://h/v1/x'",
    );
  });
});
