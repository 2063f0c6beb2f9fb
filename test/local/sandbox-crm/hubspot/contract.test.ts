import { violationOf } from '../../../../local/sandbox-crm/contract.ts';
import { codeOfViolation, hubspotContract } from '../../../../local/sandbox-crm/hubspot/contract.ts';

const statuses = '/communication-preferences/2026-09/statuses/batch';
const contacts = '/crm/objects/2026-09/contacts';

describe('hubspotContract', () => {
  it.each([
    ['POST', `${statuses}/unsubscribe-all?channel=EMAIL`, { inputs: ['a@b.example'] }, undefined],
    ['POST', `${statuses}/unsubscribe-all`, { inputs: ['a@b.example'] }, 'missing channel'],
    ['POST', `${statuses}/unsubscribe-all/read?channel=EMAIL`, { inputs: [{ id: 'a' }] }, 'value inputs.0'],
    ['POST', `${statuses}/read?channel=EMAIL&email=a`, { inputs: [] }, 'query email'],
    ['POST', `${statuses}/write`, { inputs: [{ subscriptionId: 1 }] }, 'missing inputs.0.subscriberIdString'],
    ['POST', contacts, { properties: { email: 1 }, associations: [] }, 'value properties.email'],
    ['POST', contacts, { properties: {} }, 'missing associations'],
    ['POST', `${contacts}/batch/read`, { inputs: [{ id: '1' }], properties: [] }, 'missing propertiesWithHistory'],
    ['POST', `${contacts}/batch/create`, { inputs: [] }, 'value inputs'],
    ['GET', '/crm/pipelines/2026-09/deals', undefined, undefined],
    ['DELETE', `${contacts}/1`, undefined, `route DELETE ${contacts}/1`],
  ])('judges %s %s with %j', (method, target, body, expected) => {
    const { pathname: path, searchParams: query } = new URL(target, 'http://hubspot');

    const violation = violationOf(hubspotContract, { method, path, query, body });

    expect(violation && `${violation.kind} ${violation.field}`).toBe(expected);
  });
});

describe('codeOfViolation', () => {
  it.each([
    ['query', 'email', 'INVALID_QUERY_PARAMETER'],
    ['missing', 'associations', 'MISSING_ASSOCIATIONS'],
    ['value', 'inputs.0.properties.email', 'INVALID_TYPE'],
    ['unknown', 'colour', 'INVALID_JSON'],
  ] as const)('names a violation of kind %s at %s', (kind, field, code) => {
    expect(codeOfViolation({ kind, field })).toBe(code);
  });
});
