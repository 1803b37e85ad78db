// What was typed and is not saved yet, kept by this browser over a reload, by report and part.

const kept = {
  name: (report, part) => `nianbao part ${report} ${part}`,

  read(report, part) {
    try {
      const found = JSON.parse(localStorage.getItem(this.name(report, part)))
      return found && typeof found.text === 'string' && typeof found.change === 'number' ? found : null
    } catch {
      return null // what is not ours or is damaged is as good as nothing
    }
  },

  // Whether it could be kept: a browser may refuse.
  write(report, part, typed) {
    try {
      localStorage.setItem(this.name(report, part), JSON.stringify(typed))
      return true
    } catch {
      return false
    }
  },

  drop(report, part) {
    try {
      localStorage.removeItem(this.name(report, part))
    } catch {
      // where nothing can be kept there is nothing to drop
    }
  },
}
