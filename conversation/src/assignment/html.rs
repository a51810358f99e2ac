use super::table::{HEAD, NOTE};
use super::{AssignmentReport, reading, words};
use crate::chart::escaped;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;\
     background:#fff}table{border-collapse:collapse;font-size:.85rem}th,td{border:1px solid #ccd2d8;padding:.3rem .5rem;\
     text-align:right}th:first-child,td:first-child{text-align:left}.scroll{overflow-x:auto}svg{max-width:100%;height:auto}\
     pre{background:#f3f5f7;padding:.75rem;overflow-x:auto}.small{font-size:.85rem;color:#59636e}";

impl AssignmentReport {
    /// The report as one page that needs no other file and runs no script.
    pub fn html(&self) -> String {
        let title = escaped(&self.title);
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n\
             </head>\n<body>\n<h1>{title}</h1>\n"
        );
        let tag = |name: &str, text: &str| format!("<{name}>{}</{name}>\n", escaped(text));
        html += &tag("p", &self.about());
        html += "<div class=\"scroll\"><table>\n<thead><tr>";
        for name in HEAD {
            html += &format!("<th scope=\"col\">{}</th>", escaped(name));
        }
        html += "</tr></thead>\n<tbody>\n";
        for line in &self.lines {
            html += "<tr>";
            for cell in line.cells() {
                html += &format!("<td>{}</td>", escaped(&cell));
            }
            html += "</tr>\n";
        }
        html += "</tbody>\n</table></div>\n";
        html += &format!("<p class=\"small\">{}</p>\n", escaped(NOTE));
        for remark in self.remarks() {
            html += &format!("<p class=\"small\">* {}</p>\n", escaped(remark));
        }
        html += "<h2>What it means</h2>\n<ul>\n";
        for sentence in reading(&self.lines) {
            html += &tag("li", &sentence);
        }
        html += "</ul>\n<h2>The runs</h2>\n";
        for line in &self.lines {
            html += &tag("h3", line.experiment.title);
            html += &tag("p", &format!("{}.", words::settings(line)));
            if let Some(ending) = &line.ending {
                html += &tag("p", ending);
            }
            html += &format!("<p>Weights: <code>{}</code></p>\n", escaped(&line.weights_hash));
            for picture in self.pictures_of(&line.experiment) {
                // Drawn by the chart's own writer, which escapes its words.
                html += &format!("<figure>{}</figure>\n", picture.svg.trim_end());
            }
        }
        html += "<h2>Run it again</h2>\n<pre>";
        for command in self.commands() {
            html += &format!("{}\n", escaped(&command));
        }
        html += &format!(
            "</pre>\n<p>Perceptab {}. The same file and seed give the same weights, bit for bit, here and in a browser.</p>\n",
            escaped(&self.version)
        );
        html + "</body>\n</html>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::tests::report;

    #[test]
    fn the_page_stands_alone_and_runs_nothing() {
        let mut report = report();
        report.target = "<script>alert(1)</script>".to_string();
        report.title = "\"Songs\" & <others>".to_string();
        let html = report.html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("<h1>&quot;Songs&quot; &amp; &lt;others&gt;</h1>"), "{html}");
        for word in ["src=", "href=", "url(", "http"] {
            assert!(!html.contains(word), "{word} in {html}");
        }
        assert_eq!(html.matches("<figure><svg>").count(), 2);
        // Every tag that is opened is closed.
        for tag in ["table", "tr", "td", "th", "ul", "li", "p", "h2", "h3", "pre", "body", "html"] {
            let opened =
                html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        assert!(html.contains("<td>2.11 % (63 of 2,985)</td>"), "{html}");
    }
}
