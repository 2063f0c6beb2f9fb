import type { CrmAdapter, RateLimits } from '../../domain/crm/crm-adapter.ts';
import type { ReadFile } from '../../domain/crm/crm-records.ts';
import type { CrmStep, StepKey } from '../../domain/crm/crm-step.ts';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { filesStep } from '../files-step.ts';
import { countSaved } from '../group-calls.ts';
import type { CrmHttp } from '../http.ts';
import { fillStep } from '../record-steps.ts';
import { callsAlone, callsTogether } from './create.ts';
import { peopleOfDeal } from './deal-people.ts';
import { describeObject } from './describe.ts';
import { hubspotFiles } from './files.ts';
import { findByExternalId, lookUpContact } from './find-records.ts';
import { documentedLimits } from './limits.ts';
import { ensureProperties, ensureTaskKey } from './properties.ts';
import {
  addTask,
  findOrCreateCompany,
  findOrCreateContact,
  findOrCreateDeal,
  linkContact,
  logEmail,
  propertyAccess,
} from './records.ts';
import { setUpHubspot } from './set-up.ts';
import { createHubspotSuppressions } from './suppressions.ts';

const unique: StepKey = { kind: 'unique' };

export interface HubspotOptions {
  /** What its answers said of its limits. */
  readonly learned?: () => RateLimits | undefined;
  /** For suppressions, which do not queue behind deliveries. */
  readonly patientHttp?: CrmHttp;
  readonly now?: () => Date;
  /** Where the bytes of attachments are. */
  readonly readFile?: ReadFile | undefined;
}

/**
 * HubSpot: contact by e-mail, company by domain, deal by token or thread, one e-mail activity per event.
 */
export function createHubspotAdapter(http: CrmHttp, options: HubspotOptions = {}): CrmAdapter {
  const { learned = () => undefined, patientHttp = http, now = () => new Date(), readFile } = options;
  const { saved, takeSaved } = countSaved();
  const alone = callsAlone(http);
  const together = callsTogether(http, saved);
  let taskKey: Promise<Outcome<StepKey>> | undefined;
  let activityKey: Promise<Outcome<StepKey>> | undefined;
  return {
    limits: documentedLimits,
    learned,
    calls: { unknown: 4, known: 1 },
    takeSaved,
    check: () => ensureProperties(http),
    setUp: (mayMake) => setUpHubspot(http, mayMake),
    describe: (object) => describeObject(http, object),
    peopleOfDeal: (id) => peopleOfDeal(http, id),
    lookUp: (person, properties) => lookUpContact(http, person, properties),
    suppressions: createHubspotSuppressions(patientHttp, now),
    async steps({ contact, company, deal, activity, task, fill, files }) {
      activityKey ??= ensureProperties(http);
      const key = await activityKey;
      if (key.kind !== 'ok') {
        // Ask again next time: somebody may have granted the scope meanwhile.
        activityKey = undefined;
        return key;
      }
      let tasks: StepKey | undefined;
      if (task !== undefined) {
        taskKey ??= ensureTaskKey(http);
        const known = await taskKey;
        if (known.kind !== 'ok') {
          taskKey = undefined;
          return known;
        }
        tasks = known.value;
      }
      let isLinked = false;
      const steps: Array<CrmStep | undefined> = [
        // The company first: a contact that is made new is linked to it in the same call.
        company && { name: 'company', key: unique, write: () => findOrCreateCompany(together, company) },
        contact && {
          name: 'contact',
          key: unique,
          async write(refs) {
            const made = await findOrCreateContact(http, together, contact, refs);
            isLinked = made.kind === 'ok' && made.how === 'created';
            return made;
          },
        },
        contact &&
          company && {
            name: 'link',
            key: unique,
            write: async (refs) =>
              isLinked ? { kind: 'ok', value: undefined, how: 'unchanged' } : linkContact(http, refs),
          },
        deal && {
          name: 'deal',
          key: unique,
          write: (refs) => findOrCreateDeal(http, together, deal, refs),
        },
        fill && fillStep(propertyAccess(http), fill),
        {
          name: 'activity',
          key: key.value,
          // Where nothing keeps it unique, a write that was tried twice would be there twice.
          write: (refs) => logEmail(http, key.value.kind === 'unique' ? together : alone, activity, refs),
          find: () => findByExternalId(http, 'emails', activity.externalId),
        },
        files && readFile && filesStep(hubspotFiles(http, activity.eventId), files, readFile),
        task &&
          tasks && {
            name: 'task',
            key: tasks,
            // Once more without an owner whom HubSpot refuses.
            requests: 2,
            write: (refs) => addTask(http, tasks.kind === 'unique' ? together : alone, task, refs),
            find: () => findByExternalId(http, 'tasks', task.externalId),
          },
      ];
      return { kind: 'ok', value: steps.filter((step) => step !== undefined), how: 'unchanged' };
    },
  };
}
