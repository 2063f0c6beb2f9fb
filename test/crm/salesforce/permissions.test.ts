import { allowFields } from '../../../lambdas/crm/salesforce/permissions.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

const base = '/services/data/v68.0';
const fields = [{ object: 'Contact', name: 'Postern_Key__c' }];
const rows = (...ids: string[]) =>
  reply({
    compositeResponse: [{ referenceId: 'rows', httpStatusCode: 200, body: { records: ids.map((Id) => ({ Id })) } }],
  });
const duplicate = reply([{ errorCode: 'DUPLICATE_VALUE', message: 'x' }], 400);
const anOrg = (changes: Parameters<typeof scriptedHttp>[0] = {}) =>
  scriptedHttp({
    [`POST ${base}/composite`]: rows('0PSA'),
    [`POST ${base}/sobjects/PermissionSet`]: reply({ id: '0PSB' }),
    [`POST ${base}/sobjects/FieldPermissions`]: reply({ id: '1' }),
    [`GET ${base}/`]: reply({ identity: 'https://login.salesforce.com/id/00DA/005A' }),
    [`POST ${base}/sobjects/PermissionSetAssignment`]: reply({ id: '2' }),
    ...changes,
  });

describe('allowFields', () => {
  it.each([
    ['an existing permission set', {}, '0PSA'],
    ['a new permission set', { [`POST ${base}/composite`]: rows() }, '0PSB'],
    [
      'a permission set that another set-up made meanwhile',
      {
        [`POST ${base}/composite`]: [rows(), rows('0PSC')],
        [`POST ${base}/sobjects/PermissionSet`]: reply([{ errorCode: 'DUPLICATE_DEVELOPER_NAME' }], 400),
      },
      '0PSC',
    ],
  ])('lets the user see and write fields by %s', async (_what, changes, id) => {
    const { http, requests } = anOrg(changes);

    expect(await allowFields(http, 'v68.0', fields)).toMatchObject({ kind: 'ok' });

    const bodyOf = (object: string) => requests.find(({ path }) => path.endsWith(`/${object}`))?.body;
    expect(bodyOf('FieldPermissions')).toEqual({
      ParentId: id,
      SobjectType: 'Contact',
      Field: 'Contact.Postern_Key__c',
      PermissionsRead: true,
      PermissionsEdit: true,
    });
    expect(bodyOf('PermissionSetAssignment')).toEqual({ AssigneeId: '005A', PermissionSetId: id });
  });

  it.each([
    ['an existing assignment', 'PermissionSetAssignment', duplicate, 'ok'],
    ['a field that could not be made', 'FieldPermissions', reply([{ errorCode: 'STRING_TOO_LONG' }], 400), 'ok'],
    ['a missing right', 'FieldPermissions', reply([{ errorCode: 'INSUFFICIENT_ACCESS' }], 400), 'misconfigured'],
    ['a refused assignment', 'PermissionSetAssignment', reply([{ errorCode: 'STRING_TOO_LONG' }], 400), 'rejected'],
  ])('answers for %s (%s): %s', async (_what, object, answer, kind) => {
    const { http } = anOrg({ [`POST ${base}/sobjects/${object}`]: answer });

    expect((await allowFields(http, 'v68.0', fields)).kind).toBe(kind);
  });
});

describe('allowFields, with several fields', () => {
  it('allows the others when one is refused, and says why', async () => {
    const { http, requests } = anOrg({
      [`POST ${base}/sobjects/FieldPermissions`]: [
        reply([{ errorCode: 'INSUFFICIENT_ACCESS' }], 400),
        reply({ id: '1' }),
      ],
    });

    const result = await allowFields(http, 'v68.0', [...fields, { object: 'Lead', name: 'Postern_Key__c' }]);

    expect(result).toMatchObject({ kind: 'misconfigured', code: 'INSUFFICIENT_ACCESS' });
    expect(requests.filter(({ path }) => path.endsWith('FieldPermissions'))).toHaveLength(2);
    expect(requests.some(({ path }) => path.endsWith('PermissionSetAssignment'))).toBe(true);
  });

  it('fails where the permission set is neither there nor made', async () => {
    const { http } = anOrg({
      [`POST ${base}/composite`]: rows(),
      [`POST ${base}/sobjects/PermissionSet`]: reply([{ errorCode: 'INSUFFICIENT_ACCESS' }], 400),
    });

    expect(await allowFields(http, 'v68.0', fields)).toMatchObject({ code: 'INSUFFICIENT_ACCESS' });
  });
});
