import { type CrmConfig, defaultForms, defaultRoles, money, relation } from '../../index.ts'
import { property } from './property.ts'
import { salesPipeline } from './sales-pipeline.ts'
import { leadFields, valuationForm } from './valuation-form.ts'

/**
 * An estate agent's CRM as plain data: properties, what buyers can pay, which deal is about which property, the stages of
 * a sale, and a form for people who want to sell or buy.
 *
 * @example
 * const config = defineCrm({ ...realEstate, fields: { ...realEstate.fields, lead: { ...realEstate.fields.lead, parking: boolean({ label: 'Parking' }) } } })
 */
export const realEstate = {
  objects: [property],
  fields: {
    contact: { budget: money({ label: { en: 'Budget', nb: 'Budsjett' }, indexed: true }) },
    lead: leadFields,
    deal: { propertyId: relation({ to: 'property', label: { en: 'Property', nb: 'Eiendom' } }) },
  },
  pipelines: [salesPipeline],
  forms: [...defaultForms, valuationForm],
  roles: defaultRoles.map((role) =>
    role.id === 'admin'
      ? role
      : {
          ...role,
          permissions: [...role.permissions, { object: 'property', actions: ['read', 'create', 'update'] }],
        },
  ),
} satisfies Partial<CrmConfig>
