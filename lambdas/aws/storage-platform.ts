import type { S3Client } from '@aws-sdk/client-s3';
import { createS3 } from './clients.ts';
import { lambdaPlatform, type Platform } from './platform.ts';

/** The platform of functions that store or list mail: the others read events only, and need not load the client of S3. */
export interface StoragePlatform extends Platform {
  readonly s3: S3Client;
}

/** The world of Lambda and of the laptop, with the client of S3. */
export const lambdaStoragePlatform = (): StoragePlatform => ({ ...lambdaPlatform(), s3: createS3() });
