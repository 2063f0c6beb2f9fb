import { subjectOf } from '../../../lambdas/domain/mail/subject-hash.ts';

describe('subjectOf', () => {
  it('gives 40 hex digits that depend on key, tenant and address', () => {
    const hash = subjectOf('key', 'acme', 'ada@customer.example');

    expect(hash).toMatch(/^[0-9a-f]{40}$/);
    expect(subjectOf('key', 'acme', 'ada@customer.example')).toBe(hash);
    expect(subjectOf('other', 'acme', 'ada@customer.example')).not.toBe(hash);
    expect(subjectOf('key', 'other', 'ada@customer.example')).not.toBe(hash);
    expect(subjectOf('key', 'acme', 'bob@customer.example')).not.toBe(hash);
  });
});
