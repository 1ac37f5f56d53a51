import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

extension TestSite {
    /// Has `nav` create an incident.
    func create(_ new: NewIncident) async throws -> Incident.ID {
        let made = try await operations.incidents.create(
            new, source: .own, by: cast.nav.requester)
        guard case .performed(let sourced) = made else { return 0 }
        return sourced.incident.id
    }

    /// The incident as it is now.
    func incident(_ id: Incident.ID) async throws -> Incident {
        try await operations.incidents.find(id).incident
    }
}

extension TestBrowser {
    /// What a form of a page sends back of itself: a hidden field of the first form to that address.
    func hidden(_ name: String, of action: String, on path: String) async throws -> String {
        let text = try await get(path).text
        guard let form = text.firstRange(of: #"action="\#(action)""#) else { return "" }
        let rest = text[form.upperBound...]
        guard let field = rest.firstRange(of: #"name="\#(name)" value=""#) else { return "" }
        return String(rest[field.upperBound...].prefix { $0 != "\"" })
    }
}
