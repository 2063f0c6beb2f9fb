import type { CrmStep, StepKey } from '../../../lambdas/domain/crm/crm-step.ts';
import type { Delivery } from '../../../lambdas/domain/delivery/delivery.ts';
import { knownFrom, takenFromMemory, withKnown } from '../../../lambdas/domain/delivery/known-person.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const known = { contact: 'c1', company: 'o1', at: '2026-11-20T09:00:00.000Z' };
const aLoaded = (steps: Delivery['steps'] = {}): Delivery => ({
  ...aDelivery(anEvent()),
  attempts: 0,
  fence: 0,
  steps,
});
const key: StepKey = { kind: 'unique' };
const aStep = (name: CrmStep['name']): CrmStep => ({ name, key, write: async () => ({ kind: 'unknown' }) });

describe('withKnown, takenFromMemory and knownFrom', () => {
  it('replace the steps that concern the contact, and no other step', () => {
    expect(withKnown(aLoaded(), known).steps).toEqual({
      contact: { state: 'done', at: known.at, id: 'c1' },
      company: { state: 'done', at: known.at, id: 'o1' },
      link: { state: 'done', at: known.at },
    });
  });

  it('replace nothing for a mail that has begun such a step itself', () => {
    const begun = aLoaded({ contact: { state: 'intent', at: known.at } });

    expect(withKnown(begun, known)).toBe(begun);
    expect(withKnown(aLoaded(), undefined).steps).toEqual({});
  });

  it('replace steps that were refused, or that a failure before them kept from being tried', () => {
    const refused = aLoaded({ link: { state: 'refused', at: known.at }, activity: { state: 'refused', at: known.at } });

    const steps = withKnown(refused, known).steps;

    expect(steps).toMatchObject({ contact: { id: 'c1' }, link: { state: 'done' }, activity: { state: 'refused' } });
    expect(takenFromMemory(refused, withKnown(refused, known), [aStep('link')])).toEqual({
      link: { state: 'done', at: known.at },
    });
  });

  it('take nothing from memory for a delivery that writes such a step itself after a refusal', () => {
    const refused = aLoaded({ contact: { state: 'refused', at: known.at } });

    expect(takenFromMemory(refused, withKnown(refused, undefined), [aStep('contact')])).toEqual({});
  });

  it('keep the remembered records with the delivery, as far as the CRM has such records', () => {
    const delivery = aLoaded();

    const memorySteps = takenFromMemory(delivery, withKnown(delivery, known), [aStep('contact'), aStep('activity')]);

    expect(memorySteps).toEqual({ contact: { state: 'done', at: known.at, id: 'c1' } });
  });

  it('remember a person from a delivery that found or made a contact', () => {
    const at = known.at;

    expect(knownFrom({ contact: { state: 'done', at, id: 'c1' }, company: { state: 'done', at } }, at)).toEqual({
      contact: 'c1',
      at,
    });
    expect(knownFrom({ activity: { state: 'done', at, id: 'a1' } }, at)).toBeUndefined();
  });
});
