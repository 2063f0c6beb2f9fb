import { authorizeOf } from '../api/access/container.ts';
import { readAccessSettings } from '../api/access-settings.ts';
import { readCredentials } from '../aws/secrets.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { lambdaStoragePlatform, type StoragePlatform } from '../aws/storage-platform.ts';
import { log } from '../aws/telemetry.ts';
import { isAtPublicAddress } from '../scopes.ts';
import { configurationRoutesOf } from './configuration/container.ts';
import { consentRoutesOf } from './consent/container.ts';
import { figureRoutesOf } from './figures/container.ts';
import type { ManageHandlerDependencies } from './handler.ts';
import { healthRoutesOf } from './health/container.ts';
import { redriveRouteOf } from './redrive/container.ts';
import { reviewRoutesOf } from './reviews/container.ts';
import { settingNames } from './settings.ts';

/** Wires the routes behind the console once per cold start. */
export function createManageContainer(platform: StoragePlatform = lambdaStoragePlatform()): ManageHandlerDependencies {
  const { environment } = platform;
  const settings = readSettings(environment, settingNames);
  const access = readAccessSettings(optionalSetting(environment, 'apiAccess'));
  const secret = (reference: string): Promise<string> => readCredentials(reference, environment);
  return {
    health: healthRoutesOf(platform, settings),
    figures: figureRoutesOf(platform, settings),
    redrive: redriveRouteOf(platform, settings),
    reviews: reviewRoutesOf(platform, settings),
    configuration: configurationRoutesOf(platform, settings),
    consent: consentRoutesOf(platform, settings),
    isPublic: (routeKey) => isAtPublicAddress(routeKey, access.private),
    authorize: authorizeOf(platform, settings, access, secret),
    log,
  };
}
