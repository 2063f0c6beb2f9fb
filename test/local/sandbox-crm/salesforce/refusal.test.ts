import { refuse } from '../../../../local/sandbox-crm/salesforce/refusal.ts';

describe('refuse', () => {
  it('answers with a list of one error', () => {
    expect(refuse(404, 'NOT_FOUND')).toEqual({ status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'refused' }] });
  });

  it('adds details to the error', () => {
    expect(refuse(400, 'REQUIRED_FIELD_MISSING', { fields: ['LastName'], message: 'm' })).toEqual({
      status: 400,
      body: [{ errorCode: 'REQUIRED_FIELD_MISSING', message: 'm', fields: ['LastName'] }],
    });
  });
});
