import type { ApiAnswer } from './search.ts';
import type { HubspotStore } from './store.ts';

/** The pipelines of deals with their stages; the metadata of a stage are texts. */
export const listPipelines = (store: HubspotStore): ApiAnswer => ({
  status: 200,
  body: {
    results: store.pipelines().map(({ id, label = id, displayOrder, stages }) => ({
      id,
      label,
      displayOrder,
      archived: false,
      stages: stages.map(({ id: stage, label: name = stage, isClosed = false, probability = '0.5' }, order) => ({
        id: stage,
        label: name,
        displayOrder: order,
        archived: false,
        metadata: { isClosed: String(isClosed), probability },
      })),
    })),
  },
});
