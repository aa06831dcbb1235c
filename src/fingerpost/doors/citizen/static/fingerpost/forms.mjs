// What a form says, for those that are sent by a script, and sending it as if there were none.

// A form's fields stand in the way of its own properties of the same name: one of ours is called "after".
export function actionOf (form) {
  return form.getAttribute('action')
}

export function fieldsOf (form, pressed) {
  const fields = new URLSearchParams(new FormData(form))
  if (pressed?.name) {
    fields.append(pressed.name, pressed.value)
  }
  return fields
}

export function hiddenField (name, value) {
  return Object.assign(document.createElement('input'), { type: 'hidden', name, value })
}

// By the browser itself, with what the pressed button says.
export function sendPlainly (form, fields) {
  const plain = document.createElement('form')
  plain.method = 'post'
  plain.action = actionOf(form)
  plain.hidden = true
  fields.forEach((value, name) => plain.append(hiddenField(name, value)))
  document.body.append(plain)
  plain.submit()
}
