//! The version that changes ask for, compared with the one in the manifest and with the changelog.

use std::fmt;

use super::{Changes, Class};

/// A version of three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// Reads `1.2.3`, or `v1.2.3`; what follows a `-` or `+` is ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('v');
        let mut numbers = text.split(['-', '+']).next()?.split('.').map(str::parse);
        let mut number = || numbers.next()?.ok();
        let version = Self { major: number()?, minor: number()?, patch: number()? };
        numbers.next().is_none().then_some(version)
    }

    /// The version of a workspace, from its manifest.
    #[must_use]
    pub fn of_manifest(manifest: &str) -> Option<Self> {
        let line = manifest.lines().find_map(|line| line.strip_prefix("version = \""))?;
        Self::parse(line.split('"').next()?)
    }

    /// The lowest version that may follow this one with changes of this class.
    #[must_use]
    pub fn next(self, most_severe: Option<Class>) -> Self {
        let Self { major, minor, patch } = self;
        let breaking = most_severe.is_some_and(Class::is_breaking);
        let new = matches!(most_severe, Some(Class::Behaviour | Class::Additive));
        match (most_severe, major) {
            (None, _) => self,
            (_, 0) if breaking => Self { major, minor: minor + 1, patch: 0 },
            (_, 0) => Self { major, minor, patch: patch + 1 },
            _ if breaking => Self { major: major + 1, minor: 0, patch: 0 },
            _ if new => Self { major, minor: minor + 1, patch: 0 },
            _ => Self { major, minor, patch: patch + 1 },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Changes {
    /// What is wrong with a version and a changelog, given the version that was released before these changes.
    #[must_use]
    pub fn version_mistakes(&self, released: Version, version: Version, changelog: &str) -> Vec<String> {
        let mut mistakes = Vec::new();
        let least = released.next(self.most_severe());
        if version < least {
            mistakes.push(format!(
                "the version is {version}, but what changed since {released} makes it {least} or higher: set it in Cargo.toml"
            ));
        }
        mistakes.extend(changelog_mistake(version, changelog));
        let Some((_, section)) = first_section(changelog) else { return mistakes };
        let has_entries = section.lines().any(|line| line.starts_with("- ") || line.starts_with('|'));
        if !self.is_empty() && !has_entries {
            mistakes
                .push("the first section of CHANGELOG.md has no entries, but something changed for users".to_owned());
        }
        let names_breaks = section.lines().any(|line| ["### Changed", "### Removed"].contains(&line.trim_end()));
        if self.most_severe().is_some_and(Class::is_breaking) && !names_breaks {
            mistakes.push(
                "there are breaking changes, but the first section of CHANGELOG.md has no `### Changed` or `### Removed`"
                    .to_owned(),
            );
        }
        mistakes
    }
}

/// What is wrong with the first section of a changelog as that of a version, whatever changed.
#[must_use]
pub fn changelog_mistake(version: Version, changelog: &str) -> Option<String> {
    let Some((title, _)) = first_section(changelog) else {
        return Some("CHANGELOG.md has no section: begin one with `## Unreleased`".to_owned());
    };
    let named = title.trim_matches(['[', ']']);
    (named != "Unreleased" && Version::parse(named) != Some(version)).then(|| {
        format!(
            "the first section of CHANGELOG.md is `{title}`, but the version is {version}: it must be that, or `Unreleased`"
        )
    })
}

/// The title of the first section, up to a blank or a date, and its text.
fn first_section(changelog: &str) -> Option<(&str, &str)> {
    let (_, from) = changelog.split_once("\n## ")?;
    let (title, text) = from.split_once('\n').unwrap_or((from, ""));
    let text = text.split("\n## ").next().unwrap_or(text);
    Some((title.split_whitespace().next().unwrap_or(title), text))
}
