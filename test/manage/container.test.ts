import { createManageContainer } from '../../lambdas/manage/container.ts';
import { namedSettings, scriptedPlatform } from '../helpers/scripted-platform.ts';

describe('createManageContainer', () => {
  it('names every setting that is missing', () => {
    const { platform } = scriptedPlatform(namedSettings({ ledgerTable: undefined, auditBucket: '' }));

    expect(() => createManageContainer(platform)).toThrow('missing environment: LEDGER_TABLE, AUDIT_BUCKET');
  });

  it('asks nobody before the first request', () => {
    const { platform, toTables, toBuckets } = scriptedPlatform(namedSettings({ apiAccess: undefined }));
    createManageContainer(platform);

    expect([toTables, toBuckets]).toEqual([[], []]);
  });

  it('leaves no route at the public address of a private stage', () => {
    const access = (apiAccess: string | undefined) =>
      createManageContainer(scriptedPlatform(namedSettings({ apiAccess })).platform).isPublic('GET /v1/health');

    expect([access(undefined), access('{"private":{}}')]).toEqual([true, false]);
  });
});
