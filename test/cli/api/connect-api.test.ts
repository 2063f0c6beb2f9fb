import { connectApi } from '../../../cli/api/connect-api.ts';
import { ConfigError } from '../../../lambdas/domain/errors.ts';
import { useHttpStandIn } from '../../helpers/http-stand-in.ts';

const server = useHttpStandIn();
const nobody = { environment: {}, localPort: undefined, readFile: () => 'key-of-the-file\n' };
const aws = 'https://api.example.com';

describe('connectApi', () => {
  it.each<[string, object, Record<string, string>, number | undefined, string]>([
    ['the option', { api: `${aws}/` }, { POSTERN_API_URL: 'https://other.example', POSTERN_API_KEY: 'k' }, 8025, aws],
    [
      'POSTERN_API_URL',
      {},
      { POSTERN_API_URL: aws, POSTERN_API_KEY: 'k', API_URL: 'https://other.example' },
      8025,
      aws,
    ],
    ['the local pipeline', {}, { API_URL: aws, POSTERN_API_KEY: 'k' }, 8025, 'http://127.0.0.1:8025'],
    ["the stack's output", {}, { API_URL: aws, POSTERN_API_KEY: 'k' }, undefined, aws],
    ['a tunnel on this machine', { api: 'http://localhost:9000' }, {}, undefined, 'http://localhost:9000'],
  ])('takes the address of %s', (_what, options, environment, localPort, url) => {
    expect(connectApi(options, { ...nobody, environment, localPort }).url).toBe(url);
  });

  it.each<[string, object, Record<string, string>, string]>([
    ['no address', {}, {}, 'npm start'],
    ['http to another machine', { api: 'http://api.example.com' }, { POSTERN_API_KEY: 'k' }, 'wants https'],
    ['no URL', { api: 'api.example.com' }, { POSTERN_API_KEY: 'k' }, 'wants https'],
    ['another scheme', { api: 'file:///etc/passwd' }, {}, 'wants https'],
    ['a deployment without a key', { api: aws }, {}, 'POSTERN_API_KEY'],
    ['an empty key', { api: aws }, { POSTERN_API_KEY: ' \n' }, 'POSTERN_API_KEY'],
    ['a key that no header carries', { api: aws }, { POSTERN_API_KEY: 'a b' }, 'no HTTP header'],
  ])('refuses %s, and says what to do', (_what, options, environment, message) => {
    const connect = () => connectApi(options, { ...nobody, environment });

    expect(connect).toThrow(ConfigError);
    expect(connect).toThrow(message);
  });

  it('asks the API of this machine every second, and that of a deployment as it says', () => {
    const environment = { POSTERN_API_KEY: 'k' };

    expect(connectApi({}, { ...nobody, localPort: 8025 }).mostPollMs).toBe(1000);
    expect(connectApi({ api: aws }, { ...nobody, environment })).not.toHaveProperty('mostPollMs');
  });

  it('shows no password of an address', () => {
    expect(() => connectApi({ api: 'http://user:hunter2@api.example.com' }, nobody)).toThrow(
      'found http://api.example.com',
    );
  });

  it.each<[string, object, Record<string, string>, string | undefined]>([
    ['of a file', { apiKeyFile: 'key.txt' }, { POSTERN_API_KEY: 'k' }, 'Bearer key-of-the-file'],
    ['of the environment', {}, { POSTERN_API_KEY: ' k\n' }, 'Bearer k'],
    ['none on a laptop', {}, {}, undefined],
  ])('sends the key %s', async (_what, options, environment, expected) => {
    server.answer({ status: 200, body: '{}' });

    await connectApi({ api: server.endpoint(), ...options }, { ...nobody, environment }).ask('/v1/holds');

    expect(server.requests[0]!.headers.authorization).toBe(expected);
  });

  it('keeps the key of a deployment from the pipeline of this machine', async () => {
    server.answer({ status: 200, body: '{}' });
    const localPort = Number(new URL(server.endpoint()).port);

    await connectApi({}, { ...nobody, environment: { POSTERN_API_KEY: 'k' }, localPort }).ask('/v1/holds');

    expect(server.requests[0]!.headers.authorization).toBeUndefined();
  });
});
