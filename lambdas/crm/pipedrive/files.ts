import * as z from 'zod/mini';
import { mapOk, none, ok } from '../../domain/crm/outcome.ts';
import { cutFileName } from '../file-name.ts';
import { findInPages, pageOf } from '../find-in-pages.ts';
import type { CrmHttp, CrmRequest } from '../http.ts';
import { multipart } from '../multipart.ts';
import { callVendor } from '../vendor-call.ts';
import { createdBy, parentOf, stepKeys } from '../vendor-kit.ts';
import type { FileAccess, Refs } from '../vendor-records.ts';
import { judge, maxTitleLength, singleRecord } from './api.ts';

/** Files have no second version of the API. */
const filesApi = '/api/v1';
/** The largest page of a list of files. */
const pageSize = 100;

const file = z.object({
  id: z.number(),
  activity_id: z.nullish(z.number()),
  name: z.nullish(z.string()),
});
const fileList = z.object({
  success: z.literal(true),
  data: z.nullish(z.array(file)),
  additional_data: z.nullish(
    z.object({
      pagination: z.nullish(
        z.object({ more_items_in_collection: z.optional(z.boolean()), next_start: z.nullish(z.number()) }),
      ),
    }),
  ),
});
const uploaded = z.object({ success: z.literal(true), data: singleRecord });

const call = <T>(http: CrmHttp, request: CrmRequest, shape: z.ZodMiniType<T>) =>
  callVendor(http, request, shape, judge);

const listPath = (refs: Refs): string | undefined => {
  const parent = parentOf(refs);
  return parent && `${filesApi}/${parent.object === 'contact' ? 'persons' : 'deals'}/${parent.id}/files`;
};

/**
 * Files of the mail's activity. Pipedrive takes the same upload twice, so the files of the person or the deal are listed
 * first: those of this activity are there already.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Files#addFile
 * @see https://developers.pipedrive.com/docs/api/v1/Persons#getPersonFiles
 */
export const pipedriveFiles = (http: CrmHttp): FileAccess => ({
  key: stepKeys.list,
  async list(refs) {
    const path = listPath(refs);
    const { activity } = refs;
    if (path === undefined || activity === undefined) return ok(new Map());
    const own: Array<readonly [string, string]> = [];
    // Each page is read: the files of one activity need not stand together.
    const pages = await findInPages(
      async (start = '0') => {
        const request = { method: 'GET', path: `${path}?start=${start}&limit=${pageSize}` } as const;
        return pageOf(await call(http, request, fileList), ({ data, additional_data: more }) => ({
          items: data ?? [],
          next: more?.pagination?.more_items_in_collection ? String(more.pagination.next_start) : undefined,
        }));
      },
      ({ id, activity_id: about, name }) => {
        if (String(about) === activity.id && name) own.push([name, String(id)]);
        return false;
      },
    );
    return mapOk(pages, () => new Map(own));
  },
  async put({ name, contentType }, bytes, refs) {
    const { activity } = refs;
    if (activity === undefined) return none();
    const form = new FormData();
    form.append('file', new Blob([bytes.slice()], { type: contentType }), cutFileName(name, maxTitleLength));
    form.append('activity_id', activity.id);
    const parent = parentOf(refs);
    if (parent !== undefined) form.append(parent.object === 'contact' ? 'person_id' : 'deal_id', parent.id);
    const request = { method: 'POST', path: `${filesApi}/files`, ...(await multipart(form)) } as const;
    return createdBy(await call(http, request, uploaded), ({ data }) => String(data.id));
  },
});
