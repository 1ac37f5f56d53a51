import ArgusHTTP

/// A field of a page's form, ready to print: what it is called, what stands in it, and what is wrong
/// with that.
///
/// Exactly one of its kinds is there.
struct PageField {
    let id: String
    let name: String
    let label: String
    /// What the fields from here on are about; nil if it goes on with what those before are about.
    var part: String?
    /// What helps to fill it in; nil if the label says it all.
    var hint: String?
    let problem: String?
    let isWrong: Bool
    /// A line to type in.
    var line: Line?
    /// Lines to type in.
    var area: Area?
    /// One of several, to be opened.
    var select: Choices?
    /// Several of several, all in view.
    var checks: Choices?

    /// A line to type in.
    struct Line {
        let type: String
        let value: String
        let isRequired: Bool
        let autocomplete: String
    }

    /// Lines to type in.
    struct Area {
        let value: String
        let rows: Int
    }

    /// What one chooses from.
    struct Choices {
        let options: [Option]
    }

    /// What one chooses.
    struct Option {
        let value: String
        let label: String
        let isChosen: Bool
    }

    private init(_ field: FormField, _ label: String, in form: String, hint: String?) {
        (name, self.label, self.hint, problem) = (field.name, label, hint, field.problem)
        (id, isWrong) = ("\(form)-\(field.name)", field.problem != nil)
    }

    /// A line to type in.
    static func line(
        _ field: FormField, _ label: String, in form: String, type: String = "text",
        isRequired: Bool = false, autocomplete: String = "off", hint: String? = nil
    ) -> PageField {
        var made = PageField(field, label, in: form, hint: hint)
        made.line = Line(
            type: type, value: field.value, isRequired: isRequired, autocomplete: autocomplete)
        return made
    }

    /// Lines to type in.
    static func area(
        _ field: FormField, _ label: String, in form: String, rows: Int = 3, hint: String? = nil
    ) -> PageField {
        var made = PageField(field, label, in: form, hint: hint)
        made.area = Area(value: field.value, rows: rows)
        return made
    }

    /// One of several, by their values and labels.
    static func select(
        _ field: FormField, _ label: String, in form: String,
        _ choices: [(value: String, label: String)], hint: String? = nil
    ) -> PageField {
        var made = PageField(field, label, in: form, hint: hint)
        made.select = Choices(
            options: choices.map {
                Option(value: $0.value, label: $0.label, isChosen: $0.value == field.value)
            })
        return made
    }

    /// Several of several, by their values and labels.
    static func checks(
        _ field: ChoiceField, _ label: String, in form: String,
        _ choices: [(value: String, label: String)], hint: String? = nil
    ) -> PageField {
        let typed = FormField(name: field.name, value: "", problem: field.problem)
        var made = PageField(typed, label, in: form, hint: hint)
        made.checks = Choices(
            options: choices.map {
                Option(
                    value: $0.value, label: $0.label, isChosen: field.values.contains($0.value))
            })
        return made
    }

    /// Something to tick or not.
    static func tick(
        _ field: ChoiceField, _ label: String, _ choice: String, in form: String,
        hint: String? = nil
    ) -> PageField {
        checks(field, label, in: form, [("on", choice)], hint: hint)
    }

    /// The same as the first of a part of the form, which gets a title.
    func beginning(_ part: String) -> PageField {
        var field = self
        field.part = part
        return field
    }
}
