/** Names of the parts of structured fields. */
export const fieldParts = {
  street: 'Street and number',
  postalCode: 'Postal code',
  city: 'Town or city',
  country: 'Country',
  amount: 'Amount',
  currency: 'Currency',
  number: 'Number',
  authority: 'Issued by',
  validUntilOn: 'Valid until',
}
