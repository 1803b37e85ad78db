// Keyboard, mouse and clipboard, as in Excel. Writing over a cell moves on with the arrows; F2 or a double click goes into its text.

class Keys {
  constructor(sheet, cells) {
    this.sheet = sheet
    this.cells = cells
    this.mode = ''
    this.origin = null
    this.leaving = false
    const on = (name, act) => cells.box.addEventListener(name, event => event.target.matches('input') && act.call(this, event))
    on('keydown', this.pressed)
    on('input', () => { this.mode ||= 'over' ; this.sheet.writing() })
    on('dblclick', event => this.into(event.target, null))
    on('mouseup', event => { if (!this.mode) { event.preventDefault(); event.target.select() } })
    on('focusin', this.entered)
    on('focusout', event => this.commit(event.target))
    on('paste', this.pasted)
  }

  entered(event) {
    this.leaving = false
    this.begun = this.sheet.change()
    event.target.select()
    for (const each of this.cells.places) each.input.tabIndex = each.input === event.target ? 0 : -1
    this.sheet.entered(this.cells.of(event.target))
  }

  into(input, caret) {
    this.mode = 'into'
    if (caret !== null) input.setSelectionRange(caret, caret)
  }

  commit(input) {
    if (!this.mode) return
    this.mode = ''
    this.sheet.typed(this.cells.of(input), input.value, this.begun)
    this.begun = this.sheet.change()
  }

  takeBack(input) {
    this.mode = ''
    this.sheet.draw()
    input.select()
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return
    const input = event.target, place = this.cells.of(input)
    if (event.ctrlKey || event.metaKey) return this.withControl(event, input)
    const act = this.acts(event, input, place)[event.key]
    if (!act) return
    if (act() !== false) event.preventDefault()
  }

  acts(event, input, place) {
    const move = (across, down) => () => this.mode === 'into' ? false : this.go(input, this.cells.beside(place, across, down))
    return {
      ArrowLeft: move(-1, 0), ArrowRight: move(1, 0), ArrowUp: move(0, -1), ArrowDown: move(0, 1),
      Enter: () => this.enter(input, place, event.shiftKey ? -1 : 1),
      Tab: () => this.tab(input, place, event.shiftKey ? -1 : 1),
      Escape: () => this.escape(input, place),
      F2: () => this.mode === 'into' ? (this.mode = 'over') : this.into(input, input.value.length),
      Delete: () => this.mode ? false : this.empty(input),
      Home: () => this.mode === 'into' ? false : this.go(input, this.cells.ends(place)[0]),
      End: () => this.mode === 'into' ? false : this.go(input, this.cells.ends(place)[1]),
    }
  }

  go(input, next) {
    this.commit(input)
    this.origin = null
    if (next) this.cells.focus(next)
    else input.select()
  }

  // After several tabs, Enter goes below the cell where they began.
  enter(input, place, down) {
    const from = this.origin || place
    this.go(input, this.cells.beside(from, 0, down) || this.cells.after(from, down))
  }

  tab(input, place, step) {
    const next = this.leaving ? null : this.cells.after(place, step)
    if (!next) return false
    const origin = this.origin || place
    this.go(input, next)
    this.origin = step > 0 ? origin : null
  }

  escape(input, place) {
    if (this.mode) return this.takeBack(input)
    this.leaving = true
    this.sheet.dismissed(place)
  }

  empty(input) {
    input.value = ''
    this.mode = 'over'
    this.commit(input)
  }

  withControl(event, input) {
    const key = event.key.toLowerCase()
    if (this.mode || !['z', 'y', 'home', 'end'].includes(key)) return
    event.preventDefault()
    if (key === 'z' || key === 'y') return this.sheet.step(key === 'y' || event.shiftKey ? 'redo' : 'undo')
    const places = this.cells.places
    this.go(input, key === 'home' ? places[0] : places[places.length - 1])
  }

  pasted(event) {
    const text = event.clipboardData.getData('text/plain')
    const one = text.replace(/\r?\n$/, '')
    const block = /[\t\r\n]/.test(one)
    if (this.mode && !block) return
    event.preventDefault()
    const input = event.target, place = this.cells.of(input)
    if (block) {
      if (this.mode) this.takeBack(input)
      return this.sheet.pasted(place, text)
    }
    input.value = one
    this.mode = 'over'
    this.commit(input)
    input.select()
  }
}
