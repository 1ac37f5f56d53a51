/// That something about an incident is not as it was.
public typealias Change = ChangeJSON

extension ArgusClient {
    /// What changes from now on, or what has changed since a change, told as it does.
    ///
    /// With a query only the changes of incidents that fit it when the change is told; with
    /// `includingOthers` those of the others too, whose ``ChangeJSON/incident`` is nil: what shows
    /// incidents drops it then.
    public func changes(
        since: Change.ID? = nil, matching query: IncidentQuery = IncidentQuery(),
        includingOthers: Bool = false
    ) -> ChangeFeed {
        let text = Result { () throws(Unsayable) in
            guard let text = try query.text(.v3) else {
                throw Unsayable(reason: "an empty list fits nothing, so nothing would ever be told")
            }
            return [text, includingOthers ? "unmatched=true" : ""].filter { !$0.isEmpty }
                .joined(separator: "&")
        }
        return ChangeFeed(client: self, query: text, since: since)
    }
}
