import { describeObject } from '../../../lambdas/crm/hubspot/describe.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

describe('describeObject', () => {
  it('gives each property its type, and tells whether it can be written', async () => {
    const results = [
      { name: 'email', type: 'string' },
      { name: 'score', type: 'number', modificationMetadata: { readOnlyValue: true } },
      { name: 'tags', type: 'enumeration', options: [{ value: 'a' }, { value: 'b' }], modificationMetadata: {} },
      // The options of an owner are the users, who are not in the list.
      { name: 'owner', type: 'enumeration', options: [] },
      { name: 'isOut', type: 'bool', options: [{ value: 'true' }] },
    ];
    const { http, calls } = scriptedHttp({ GET: reply({ results }) });

    expect(await describeObject(http, 'activity')).toEqual({
      kind: 'ok',
      value: [
        { name: 'email', type: 'text', isWritable: true, isRequired: false },
        { name: 'score', type: 'number', isWritable: false, isRequired: false },
        { name: 'tags', type: 'other', isWritable: true, isRequired: false, options: ['a', 'b'] },
        { name: 'owner', type: 'other', isWritable: true, isRequired: false },
        { name: 'isOut', type: 'boolean', isWritable: true, isRequired: false },
      ],
    });
    expect(calls()).toEqual(['GET /crm/properties/2026-09/emails']);
  });

  it('fails where HubSpot does not answer', async () => {
    expect(await describeObject(scriptedHttp({ GET: { kind: 'unknown' } }).http, 'deal')).toEqual({ kind: 'unknown' });
  });
});
