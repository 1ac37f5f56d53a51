import ArgusClient
import ArgusWire
import Testing

@testable import struct ArgusClient.IncidentQuery

@Suite struct `The query of a list` {
    @Test func `is empty when everything is asked for`() {
        #expect(IncidentQuery().text(.v2).isEmpty)
    }

    @Test func `names every state in version 1, which shows only open ones otherwise`() {
        #expect(IncidentQuery().text(.v1) == "open=")
        #expect(IncidentQuery(open: true).text(.v1) == "open=true")
    }

    @Test func `writes states, tags and limits`() {
        let query = IncidentQuery(
            open: true,
            stateful: true,
            acked: false,
            ticket: false,
            tags: ["host": "a b", "host": "c"],
            level: .high,
            duration: .seconds(150)
        )

        #expect(
            query.text(.v2) == "open=true&stateful=true&acked=false&ticket=false"
                + "&tags=host%3Da%20b%2Chost%3Dc&level__lte=2&duration__gte=2"
        )
    }

    @Test func `writes lists, times and words`() {
        let query = IncidentQuery(
            ids: [1, 2],
            sources: [3],
            sourceNames: ["nav"],
            sourceTypes: ["nav", "zabbix"],
            sourceIncidentID: "æ",
            startedFrom: .sample,
            startedUntil: .sample,
            endedFrom: .sample,
            endedUntil: .sample,
            search: "down",
            q: "host~^a start>=+1h",
            pageSize: 20
        )
        let time = "2026-11-22T09%3A10%3A43Z"

        #expect(
            query.text(.v2) == "id__in=1%2C2&source__id__in=3&source__name__in=nav"
                + "&source__type__in=nav%2Czabbix&source_incident_id=%C3%A6"
                + "&start_time__gte=\(time)&start_time__lte=\(time)"
                + "&end_time__gte=\(time)&end_time__lte=\(time)&search=down"
                + "&q=host~%5Ea%20start%3E%3D%2B1h&page_size=20"
        )
    }
}
