import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';

/** SES sends mail and manages receipt rules by its first API only. */
export const createSes = (): SESClient => new SESClient({});

/** The account's suppression list is in the second API only. */
export const createSesV2 = (): SESv2Client => new SESv2Client({});
