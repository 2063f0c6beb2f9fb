import { consolePolicy } from '../../lib/console-headers.ts';

const directives = (policy: string): Map<string, string[]> =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0]!, directive.split(' ').slice(1)]));

describe('consolePolicy', () => {
  const policy = directives(
    consolePolicy({
      attachments: 'https://files.s3.eu-west-1.amazonaws.com',
      signIn: ['https://id.example.com', 'https://id.example.com', 'https://tokens.example.com'],
    }),
  );

  it('lets only scripts of the console run, and nobody frame it', () => {
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
  });

  it('lets it ask its own origin and the sign-in, each once', () => {
    expect(policy.get('connect-src')).toEqual(["'self'", 'https://id.example.com', 'https://tokens.example.com']);
  });

  it('shows pictures of mails and attachments alone', () => {
    expect(policy.get('img-src')).toEqual(["'self'", 'data:', 'blob:', 'https://files.s3.eu-west-1.amazonaws.com']);
  });

  it('names no origin of others where nobody signs in', () => {
    expect(consolePolicy({ attachments: "'self'", signIn: [] })).not.toContain('https:');
  });
});
