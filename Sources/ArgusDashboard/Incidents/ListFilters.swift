import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// The filters that people store from the list.
enum ListFilters {
    static let pages = [create, save, delete]

    private static let create = WebPage(button: "/incidents/filters/") { call in
        let form = try await call.body().value
        let name = String((form["name"]?.string ?? "").trimmingBlanks())
        return try await call.telling(form) {
            guard !name.isEmpty, TextLimit.filterName.problem(of: name) == nil else {
                throw Refusal.invalid(
                    .text("A filter's name has 1 to \(TextLimit.filterName)."))
            }
            let new = NewFilter(
                name: name, blob: try await blob(form, call),
                isPublic: form["public"]?.string == "true")
            let filter = try await call.operations.filters.create(
                new, by: call.requester, once: nil)
            guard case .performed(let stored) = filter else { return nil }
            return ("“\(name)” was saved.", "\(ListAddress.path)?filter=\(stored.id)")
        }
    }

    private static let save = WebPage(button: "/incidents/filters/:pk/") { call in
        let form = try await call.body().value
        let id: StoredFilter.ID = try call.id()
        return try await call.telling(form) {
            let change = FilterChange(blob: try await blob(form, call))
            let filter = try await call.operations.filters.change(
                id, change, by: call.requester)
            return ("“\(filter.name)” was saved.", "\(ListAddress.path)?filter=\(id)")
        }
    }

    private static let delete = WebPage(button: "/incidents/filters/:pk/delete/") { call in
        let form = try await call.body().value
        let id: StoredFilter.ID = try call.id()
        return try await call.telling(form) {
            try await call.operations.filters.delete(id, by: call.requester)
            return ("The filter was deleted.", "\(ListAddress.path)?q=\(ListAddress.usualQuery)")
        }
    }

    private static func blob(_ form: JSONValue, _ call: Call) async throws -> FilterBlob {
        let text = form["q"]?.string ?? ""
        var blob = FilterBlob()
        let zone = try await call.moments.zone
        do throws(WrittenFilterProblem) {
            blob.written = try WrittenFilter(text, in: zone).text
        } catch {
            throw Refusal.invalid(.text(error.message))
        }
        return blob
    }
}

extension Call {
    /// Does what a form asks for, and leads on; or back to where it stands, which says why not.
    fileprivate func telling(
        _ form: JSONValue,
        _ perform: () async throws -> (message: String, path: String)?
    ) async throws -> Reply {
        let back = LoginRoutes.destination(form["back"]?.string)
        do {
            let done = try await perform()
            return leading(to: done?.path ?? back, saying: done?.message)
        } catch let refusal as Refusal
            where [.badRequest, .notFound, .conflict].contains(refusal.status)
        {
            return leading(to: back, saying: "Nothing was done. \(refusal.description)")
        }
    }
}
