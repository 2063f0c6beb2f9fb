/** Where a template says which function of ours a resource is: the folder under `lambdas/`. A function of the CDK has none. */
export const functionMetadata = 'postern:function';

/** Where a template says which source a function is built from. */
export const entryMetadata = 'postern:entry';
