import type { SandboxAnswer } from '../sandbox-vendor.ts';

/** Salesforce's answer to a request that it rejects. @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm */
export const refuse = (status: number, errorCode: string, more: object = {}): SandboxAnswer => ({
  status,
  body: [{ errorCode, message: 'refused', ...more }],
});
