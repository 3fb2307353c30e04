//! Stub, replaced by the runtime.
#![allow(missing_docs, dead_code, unused, clippy::all, clippy::pedantic, unreachable_pub)]
use crate::catalog::EntityInfo;
use crate::id::KeyValue;
use crate::wire::WriteBody;
#[derive(Debug, Clone)]
pub struct Halo;
#[derive(Debug, Clone)]
pub struct Call;
pub trait Param {
    fn to_param(&self) -> String;
}
impl Param for i64 {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Param for f64 {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Param for rust_decimal::Decimal {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Param for jiff::civil::Date {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Param for bool {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Param for String {
    fn to_param(&self) -> String {
        self.clone()
    }
}
impl Param for jiff::Timestamp {
    fn to_param(&self) -> String {
        self.to_string()
    }
}
impl Call {
    pub fn list(_: &Halo, _: &'static EntityInfo) -> Self {
        Self
    }
    pub fn get(_: &Halo, _: &'static EntityInfo, _: &[KeyValue]) -> Self {
        Self
    }
    pub fn delete(_: &Halo, _: &'static EntityInfo, _: &[KeyValue]) -> Self {
        Self
    }
    pub fn create(_: &Halo, _: &'static EntityInfo, _: WriteBody) -> Self {
        Self
    }
    pub fn update(_: &Halo, _: &'static EntityInfo, _: &[KeyValue], _: WriteBody) -> Self {
        Self
    }
    pub fn set<V: Param>(&mut self, _: &'static str, _: V) {}
    pub fn set_list<V: Param>(&mut self, _: &'static str, _: impl IntoIterator<Item = V>) {}
}
macro_rules! list_request {
    ($r:ident, $m:ident) => {};
}
macro_rules! object_request {
    ($r:ident, $m:ident) => {};
}
macro_rules! empty_request {
    ($r:ident) => {};
}
macro_rules! write {
    ($r:ident) => {};
}
pub(crate) use {empty_request, list_request, object_request, write};
