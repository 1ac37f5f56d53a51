import ArgusHTTP

/// A form of a page, ready to print.
struct PageForm {
    /// Where it is sent.
    let action: String
    let fields: [PageField]
    /// What the button says that sends it.
    let button: String
    /// Whether it takes something away, so that its button says so.
    let isDangerous: Bool
    /// Where one goes who does not want to send it; nil where there is nothing to go back to.
    let back: String?
    /// What is wrong with it as a whole.
    let problem: String?
    let token: String
    let key: String
    let hidden: [HiddenField]
    /// Whether it can be looked at what it would do, before it is sent.
    let hasPreview: Bool

    init(
        _ entry: FormEntry, to action: String, _ button: String, _ fields: [PageField],
        isDangerous: Bool = false, back: String? = nil, hidden: [HiddenField] = [],
        hasPreview: Bool = false
    ) {
        (self.action, self.button, self.fields) = (action, button, fields)
        (self.isDangerous, self.back, problem) = (
            isDangerous, back, entry.remainingProblem(besides: fields.map(\.name))
        )
        (token, key, self.hidden) = (entry.token, entry.key, hidden)
        self.hasPreview = hasPreview
    }
}

/// What a form sends back that nobody types.
struct HiddenField {
    let name: String
    let value: String
}

/// A page that is a form and little else.
struct FormPage {
    let title: String
    /// What it is about, in a sentence.
    let text: String
    /// The list that it belongs to.
    let parent: MenuItem
    let form: PageForm
    /// What it would do; nil if there is nothing to show.
    var preview: IncidentPreview?
    /// What it would have sent; nil if nobody asked.
    var messages: MessagePreview?
}
